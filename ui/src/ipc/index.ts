export { host } from '#host';
export * from './host';
export type * from './types';
