// Words that a person puts on entries, as the mock core answers.
import type * as T from '../../src/ipc/types';
import type { Entries } from './entries';
import type { World } from './world';

export const keyOf = (id: T.EntryId): string => `${id.table}.${id.row}`;

export class Tags {
  constructor(
    readonly world: World,
    readonly others: Entries,
  ) {}

  tags(): T.TagView[] {
    return [...this.world.state().tags]
      .map(([tag, keys]) => ({ tag, built_in: tag === 'evidence', entries: keys.size }))
      .filter((one) => one.built_in || one.entries > 0)
      .sort((a, b) => Number(b.built_in) - Number(a.built_in) || a.tag.localeCompare(b.tag));
  }

  #chosen({ entries, filter }: T.TagEntriesRequest): string[] {
    const found = filter ? this.others.entries({ filter, offset: 0, limit: 100_000, exact: true, language: 'en' }).rows.map((row) => row.id) : [];
    return [...entries, ...found].map(keyOf);
  }

  entries_tag(request: T.TagEntriesRequest): T.TagView[] {
    if ([...request.tag].length > 60) this.world.fail('tag_name');
    const keys = this.#chosen(request);
    this.world.change('history.entries_tagged', (state) => state.tags.set(request.tag, new Set([...(state.tags.get(request.tag) ?? []), ...keys])));
    return this.tags();
  }

  entries_untag(request: T.TagEntriesRequest): T.TagView[] {
    const keys = this.#chosen(request);
    this.world.change('history.entries_untagged', (state) => keys.forEach((key) => state.tags.get(request.tag)?.delete(key)));
    return this.tags();
  }

  tag_rename({ tag, name }: T.RenameTagRequest): T.TagView[] {
    this.world.change('history.tag_renamed', (state) => {
      state.tags.set(name, new Set([...(state.tags.get(name) ?? []), ...(state.tags.get(tag) ?? [])]));
      state.tags.delete(tag);
    });
    return this.tags();
  }

  tag_remove({ tag }: T.TagRequest): T.TagView[] {
    this.world.change('history.tag_removed', (state) => state.tags.delete(tag));
    return this.tags();
  }
}
