// Elements. Text gets into the page in one way, as text: nothing here reads markup.

type Child = Node | string | null | undefined | false;
type Props = Record<string, unknown>;

/** An element with properties, listeners (`onclick`) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on") && typeof value === "function") {
      element.addEventListener(name.slice(2), value as EventListener);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children.flat().filter((child): child is Node | string => !!child));
  return element;
}

/** Text of an article: kept apart from its surroundings whatever its direction. */
export const said = (text: string, props: Props = {}) => h("bdi", props, plain(text));

/** Text without control characters and without those that turn the direction of what follows. */
export function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}

export const button = (label: Child | Child[], onclick: () => void, props: Props = {}) =>
  h("button", { type: "button", ...props, onclick }, label);

/** Says something to who listens instead of looking. */
export function announce(text: string) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

export async function copy(text: string) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { "aria-hidden": "true", class: "away" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

export function save(name: string, type: string, content: string | Blob) {
  const url = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type }) : content);
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
