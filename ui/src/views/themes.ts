import { t } from '../i18n/index.svelte';

export const themes = () => [
  { value: '', label: t('theme.system') },
  { value: 'light', label: t('theme.light') },
  { value: 'dark', label: t('theme.dark') },
  { value: 'projector', label: t('theme.projector') },
  { value: 'contrast', label: t('theme.contrast') },
];
