import { rem } from './rem';

/** Follows the pointer until it is let go; `moved` gets the way from where it began, in rem. */
export function drag(event: PointerEvent, moved: (way: number) => void): void {
  const edge = event.currentTarget as HTMLElement;
  const [from, size] = [event.clientX, rem()];
  event.preventDefault();
  edge.setPointerCapture(event.pointerId);
  edge.onpointermove = (move) => moved((move.clientX - from) / size);
  edge.onpointerup = edge.onpointercancel = () => {
    edge.onpointermove = edge.onpointerup = edge.onpointercancel = null;
  };
}
