// What shapes, lines and colours mean.

import type { App } from "./app";
import type { Picture } from "./choose";
import { h, said } from "./dom";
import { communityColour, ROLE_ORDER, roleColour, themeColour, typeColour } from "./looks";
import { typeOf } from "./network";
import { glyph } from "./parts";
import { readable } from "./text";

export function legend(app: App, picture: Picture): HTMLElement {
  const { net, state } = app;
  const types = [...new Set(picture.nodes.map((n) => typeOf(net, n)))];
  const dot = (colour: string) => {
    const span = h("span", { class: "dot", "aria-hidden": "true" });
    span.style.background = colour;
    return span;
  };
  const line = (kind: string, colour: string) => {
    const span = h("span", { class: `stroke ${kind}`, "aria-hidden": "true" });
    span.style.color = colour;
    return span;
  };
  const colours: HTMLElement[] = [];
  if (state.colour === "community") {
    const seen = new Set<number>();
    for (const n of picture.nodes) {
      const community = net.nodes.community[n];
      if (community > 9 || seen.has(community) || seen.size >= 5) continue;
      seen.add(community);
      colours.push(h("li", {}, dot(communityColour(community)), "around ", said(net.nodes.name[n])));
    }
  } else if (state.colour === "role") {
    const some = picture.nodes.reduce((bits, n) => bits | net.nodes.roles[n], 0);
    for (const role of ROLE_ORDER) {
      if (some & (1 << net.outline.roles.indexOf(role))) colours.push(h("li", {}, dot(roleColour(role)), readable(role)));
    }
  }
  const themes = [...new Set(picture.lines.map((l) => net.outline.relations[net.edges.type[l.edges[0]]].theme))];
  return h("details", { class: "legend", open: innerWidth > 900 && innerHeight > 560 },
    h("summary", {}, "Legend"),
    h("ul", {}, ...types.map((type) =>
      h("li", {}, glyph(type, state.colour === "type" ? typeColour(type) : "currentColor"), readable(type)))),
    colours.length ? h("ul", { class: "wide" }, ...colours) : null,
    h("ul", {}, ...themes.map((theme) => h("li", {}, line("asserted", themeColour(theme)), theme)),
      h("li", {}, line("alleged", "currentColor"), "alleged"), h("li", {}, line("denied", "currentColor"), "denied")));
}
