// Saved views, recipes for unknown tables and files for the person, as the mock
// core answers.
import type * as T from '../../src/ipc/types';
import { both } from './data';
import { words, type World } from './world';

const options: [string, T.Kind, ReturnType<typeof both>, ReturnType<typeof both>][] = [
  ['pd:Name', 'identity', both('Name', 'Name'), both('What somebody is called.', 'Wie jemand heißt.')],
  ['pd:BirthDate', 'identity', both('Date of birth', 'Geburtsdatum'), both('The day somebody was born.', 'Der Tag der Geburt.')],
  ['pd:EmailAddress', 'contact', both('E-mail address', 'E-Mail-Adresse'), both('Where mail reaches somebody.', 'Wo E-Mails ankommen.')],
  ['pd:City', 'location', both('Town', 'Ort'), both('Where somebody lives or buys.', 'Wo jemand wohnt oder kauft.')],
  ['ext:Product', 'orders', both('Item', 'Artikel'), both('What was bought.', 'Was gekauft wurde.')],
  ['ext:OrderDate', 'orders', both('Day of the order', 'Tag der Bestellung'), both('When it was ordered.', 'Wann bestellt wurde.')],
  ['ext:Amount', 'payment', both('Amount', 'Betrag'), both('What it cost.', 'Was es gekostet hat.')],
];

const RAW = [
  'Export vom 02.09.2026',
  '',
  'datum;name;e-mail;ort;produkt;betrag',
  '03.04.2025;Mira Özdemir-Lauterbach;mira@example.org;Ahrenshagen;Kamillentee;6,90',
  '19.05.2025;Mira Özdemir-Lauterbach;mira@example.org;Lindau;Salbei, getrocknet;4,20',
  '02.06.2025;Mira Özdemir-Lauterbach;mira@example.org;Ahrenshagen;Ringelblumensalbe;11,50',
  '30.07.2025;Mira Özdemir-Lauterbach;mira@example.org;Lindau;Kamillentee;6,90',
  '11.09.2025;Mira Özdemir-Lauterbach;mira@example.org;Ahrenshagen;Thymianhonig;8,40',
  '24.12.2025;Mira Özdemir-Lauterbach;mira@example.org;Ahrenshagen;Geschenkkorb;39,00',
  '06.02.2026;Mira Özdemir-Lauterbach;mira@example.org;Lindau;Kamillentee;7,20',
  '15.03.2026;Mira Özdemir-Lauterbach;mira@example.org;Lindau;Salbei, getrocknet;4,40',
  '02.08.2026;Mira Özdemir-Lauterbach;mira@example.org;Ahrenshagen;Ringelblumensalbe;12,00',
];

const guesses = ['ext:OrderDate', 'pd:Name', 'pd:EmailAddress', 'pd:City', 'ext:Product', ''];

export function misc(world: World): Record<string, (request: never) => unknown> {
  const file = (name: string): T.RenderedView => ({ name, base64: 'ZG9zc2llcg==' });
  const commands = {
    views: (): T.SavedView[] => world.state().views,
    view_save({ name, hash }: T.SaveViewRequest): T.SavedView[] {
      world.change('history.view_saved', (state) => state.views.push({ id: Math.max(0, ...state.views.map((one) => one.id)) + 1, name, hash }));
      return world.state().views;
    },
    view_remove({ id }: T.ViewIdRequest): T.SavedView[] {
      world.change('history.view_removed', (state) => (state.views = state.views.filter((one) => one.id !== id)));
      return world.state().views;
    },
    page_render: (): T.RenderedView => file('dossier.pdf'),
    import_report_render: ({ format }: T.ReportRenderRequest): T.RenderedView => file(`report.${format}`),
    request_file: (): T.RenderedView => file('proof.pdf'),
    recipe_export: (): T.RenderedView => file('recipe.json'),

    categories: ({ language }: T.LanguageRequest): T.CategoryOption[] =>
      options.map(([id, kind, label, sentence]) => ({ id, kind, label: words(label, language), sentence: words(sentence, language) })),

    table_preview({ recipe, language }: T.TablePreviewRequest): T.TablePreviewView {
      const separator = recipe?.separator ?? ';';
      const header = recipe?.header_line ?? 3;
      const rows = RAW.slice(0, 10).map((line) => line.split(separator));
      const heads = (RAW[header - 1] ?? '').split(separator);
      const columns = heads.map((name, at): T.PreviewColumn => {
        const category = recipe?.columns.find(([known]) => known === name)?.[1] ?? guesses[at] ?? '';
        const known = options.find(([id]) => id === category);
        return {
          header: name, category, label: known ? words(known[2], language) : '', dates: name === 'datum' ? (recipe?.date_order ?? 'dmy') : '',
          because: category ? words(both(`The column is called “${name}”.`, `Die Spalte heißt „${name}“.`), language) : '',
        };
      });
      return {
        encoding: recipe?.encoding ?? 'utf-8', separator, header_line: header, rows, lines: RAW, columns,
        recipe: { encoding: recipe?.encoding ?? 'utf-8', separator, header_line: header, date_order: recipe?.date_order ?? 'dmy', columns: columns.map((one) => [one.header, one.category]), name: recipe?.name ?? '' },
      };
    },
    recipe_save({ path }: T.RecipeRequest): null {
      world.change('history.recipe_saved', (state) => state.recipes.push(path));
      return null;
    },
  };
  return commands as unknown as Record<string, (request: never) => unknown>;
}
