// How things look: colours and shapes. Colour never says what shape, line or words do not say too.

import { rolesOf, typeOf, type Network } from "./network";
import type { Colour } from "./state";

export const dark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

const COMMUNITIES = {
  light: ["#3a6ea8", "#c0602b", "#3f8f63", "#94508f", "#a88416", "#2a8796", "#b04a56", "#6d63b8", "#6f8336", "#8b6340"],
  dark: ["#7fb0e6", "#eb9c6c", "#77c79a", "#d193cb", "#d8bb57", "#63c3d1", "#ec8f98", "#aaa1ee", "#b0c46e", "#cba27c"],
};
const ROLES: Record<string, [string, string]> = {
  regime: ["#b4472b", "#ee9076"],
  front_company: ["#b87900", "#ecb64a"],
  proxy: ["#8c7a1a", "#d9c75e"],
  enforcement: ["#2a6fae", "#7fb4ea"],
  victim: ["#98508f", "#d896cf"],
};
/** The role that colours an entity which has several: the more specific one. */
const LEADING = ["front_company", "regime", "proxy", "enforcement", "victim"];
const TYPES: Record<string, number> = { person: 0, organization: 1, location: 2, group: 4, norp: 7 };
const THEMES: Record<string, [string, string]> = {
  pursues: ["#2f6fa8", "#86b6e4"],
  "acts, fronts, owns": ["#b35a1f", "#e6a377"],
  "pays, supplies": ["#2f7d58", "#7cc4a0"],
  harms: ["#9c3f74", "#dd92bd"],
  other: ["#7d7b76", "#98968f"],
};

const grey = () => (dark() ? "#8f8d87" : "#8a8780");
const palette = () => (dark() ? COMMUNITIES.dark : COMMUNITIES.light);

export function communityColour(community: number): string {
  return palette()[community] ?? grey();
}

export const roleColour = (role: string) => ROLES[role]?.[dark() ? 1 : 0] ?? grey();

export const themeColour = (theme: string) => (THEMES[theme] ?? THEMES.other)[dark() ? 1 : 0];

export const typeColour = (type: string) => palette()[TYPES[type] ?? 9];

export function colourOf(net: Network, node: number, by: Colour): string {
  if (by === "type") return typeColour(typeOf(net, node));
  if (by === "community") return communityColour(net.nodes.community[node]);
  const roles = rolesOf(net, node);
  const role = LEADING.find((r) => roles.includes(r)) ?? roles[0];
  return role ? roleColour(role) : grey();
}

export const SHAPES = ["circle", "square", "triangle", "diamond"] as const;
export type Shape = (typeof SHAPES)[number];

/** The shape tells the type. */
export function shapeOf(type: string): Shape {
  switch (type) {
    case "person":
      return "circle";
    case "organization":
      return "square";
    case "location":
      return "triangle";
    case "group":
      return "diamond";
    default:
      return "circle";
  }
}

export const ROLE_ORDER = LEADING;

/** A shape as an SVG path around 0, 0. */
export function shapePath(shape: Shape, r: number): string {
  const polygon = (points: [number, number][]) =>
    `M${points.map(([x, y]) => `${(x * r).toFixed(2)} ${(y * r).toFixed(2)}`).join("L")}Z`;
  switch (shape) {
    case "square":
      return polygon([[-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]]);
    case "triangle":
      return polygon([[0, -1], [0.87, 0.5], [-0.87, 0.5]]);
    case "diamond":
      return polygon([[0, -1], [1, 0], [0, 1], [-1, 0]]);
    default:
      return `M${-r} 0A${r} ${r} 0 1 0 ${r} 0A${r} ${r} 0 1 0 ${-r} 0Z`;
  }
}
