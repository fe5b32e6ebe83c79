// A binary heap: what is due first stands first. Adding and taking cost log n, so that thousands of targets
// need one timer.

export type Queue<Item> = {
  add(item: Item): void;
  first(): Item | undefined;
  take(): Item | undefined;
};

/** An empty queue, ordered by what `dueAt` says of an item when it is added. */
export function createQueue<Item>(dueAt: (item: Item) => number): Queue<Item> {
  const heap: { due: number; item: Item }[] = [];
  const isEarlier = (a: number, b: number) => (heap[a]?.due ?? Infinity) < (heap[b]?.due ?? Infinity);

  function swap(a: number, b: number): void {
    const [x, y] = [heap[a], heap[b]];
    if (x === undefined || y === undefined) return;
    heap[a] = y;
    heap[b] = x;
  }

  function rise(index: number): void {
    const parent = (index - 1) >> 1;
    if (index === 0 || !isEarlier(index, parent)) return;
    swap(index, parent);
    rise(parent);
  }

  function sink(index: number): void {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const child = isEarlier(right, left) ? right : left;
    if (!isEarlier(child, index)) return;
    swap(index, child);
    sink(child);
  }

  return {
    first: () => heap[0]?.item,
    add(item) {
      heap.push({ due: dueAt(item), item });
      rise(heap.length - 1);
    },
    take() {
      swap(0, heap.length - 1);
      const taken = heap.pop();
      sink(0);
      return taken?.item;
    },
  };
}
