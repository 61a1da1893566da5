// Names beside points. Enters: boxes in the order of importance. Leaves: those that lie on no other.

export interface Label {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Keeps each label that overlaps none before it; a grid makes it linear. */
export function free(width: number, height: number) {
  const CELL = 48;
  const columns = Math.ceil(width / CELL) + 1;
  const cells = new Map<number, Label[]>();
  return (label: Label, force = false): boolean => {
    if (label.x > width || label.y > height || label.x + label.width < 0 || label.y + label.height < 0) return false;
    const keys: number[] = [];
    for (let row = Math.floor(label.y / CELL); row <= Math.floor((label.y + label.height) / CELL); row++) {
      for (let column = Math.floor(label.x / CELL); column <= Math.floor((label.x + label.width) / CELL); column++) {
        keys.push(row * columns + column);
      }
    }
    const meets = (other: Label) =>
      label.x < other.x + other.width && other.x < label.x + label.width &&
      label.y < other.y + other.height && other.y < label.y + label.height;
    if (!force && keys.some((key) => cells.get(key)?.some(meets))) return false;
    for (const key of keys) {
      const there = cells.get(key);
      if (there) there.push(label);
      else cells.set(key, [label]);
    }
    return true;
  };
}
