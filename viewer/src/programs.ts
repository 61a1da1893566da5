// Points of four shapes, and lines that are whole, dashed or dotted. Enters: what sigma hands to a
// program. Leaves: pixels. After sigma's NodeCircleProgram and EdgeRectangleProgram (MIT), which have
// one shape and no dashes.

import { createEdgeArrowHeadProgram, createEdgeCompoundProgram, EdgeProgram, NodeProgram } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import { SHAPES, type Shape } from "./looks";

const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;

interface Info {
  gl: WebGLRenderingContext | WebGL2RenderingContext;
  uniformLocations: Record<string, WebGLUniformLocation>;
}

const POINT_VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_at;
varying float v_shape;
varying float v_edge;
void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  gl_Position = vec4((u_matrix * vec3(a_position + a_corner * radius, 1)).xy, 0, 1);
  v_at = a_corner;
  v_shape = a_shape;
  v_edge = u_sizeRatio / a_size;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}`;

const POINT_FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying vec2 v_at;
varying float v_shape;
varying float v_edge;
void main() {
  vec2 p = vec2(abs(v_at.x), v_at.y);
  float far = length(v_at) - 0.97;
  if (v_shape > 2.5) far = (p.x + abs(p.y) - 1.0) * 0.7071;
  else if (v_shape > 1.5) far = max(-p.y - 0.5, dot(p, vec2(0.866, 0.5)) - 0.5);
  else if (v_shape > 0.5) far = max(p.x, abs(p.y)) - 0.82;
  #ifdef PICKING_MODE
  gl_FragColor = far > v_edge * 3.0 ? vec4(0.0) : v_color;
  #else
  gl_FragColor = v_color * (1.0 - smoothstep(-v_edge * 0.6, v_edge * 0.6, far));
  #endif
}`;

/** A point whose attribute `shape` says how it looks. */
export class PointProgram extends NodeProgram<string> {
  getDefinition() {
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: POINT_VERTEX,
      FRAGMENT_SHADER_SOURCE: POINT_FRAGMENT,
      METHOD: TRIANGLES as 4,
      UNIFORMS: ["u_sizeRatio", "u_correctionRatio", "u_matrix"],
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      // A little more than the shape, for soft edges and for fingers.
      CONSTANT_DATA: [[-1.5, -1.5], [1.5, -1.5], [1.5, 1.5], [-1.5, -1.5], [1.5, 1.5], [-1.5, 1.5]],
    };
  }

  processVisibleItem(index: number, start: number, data: NodeDisplayData) {
    const { array } = this;
    array[start++] = data.x;
    array[start++] = data.y;
    array[start++] = data.size;
    array[start++] = SHAPES.indexOf((data as unknown as { shape: Shape }).shape);
    array[start++] = floatColor(data.color);
    array[start++] = index;
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: Info) {
    gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
  }
}

const LINE_VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_dash;
attribute vec2 a_normal;
attribute float a_normalCoef;
attribute vec2 a_positionStart;
attribute vec2 a_positionEnd;
attribute float a_positionCoef;
uniform mat3 u_matrix;
uniform vec2 u_screen;
uniform float u_sizeRatio;
uniform float u_zoomRatio;
uniform float u_pixelRatio;
uniform float u_correctionRatio;
uniform float u_minEdgeThickness;
uniform float u_feather;
varying vec4 v_color;
varying vec2 v_normal;
varying vec2 v_dash;
varying float v_along;
varying float v_thickness;
varying float v_feather;
void main() {
  vec2 normal = a_normal * a_normalCoef;
  vec2 position = mix(a_positionStart, a_positionEnd, a_positionCoef);
  float normalLength = length(normal);
  vec2 unitNormal = normal / normalLength;
  float thickness = max(normalLength, u_minEdgeThickness * u_sizeRatio) * u_correctionRatio / u_sizeRatio;
  #ifdef PICKING_MODE
  thickness *= 3.0;
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  gl_Position = vec4((u_matrix * vec3(position + unitNormal * thickness, 1)).xy, 0, 1);
  vec2 from = (u_matrix * vec3(a_positionStart, 1)).xy;
  vec2 to = (u_matrix * vec3(a_positionEnd, 1)).xy;
  v_along = a_positionCoef * length((to - from) * 0.5 * u_screen);
  v_dash = a_dash;
  v_thickness = thickness / u_zoomRatio;
  v_normal = unitNormal;
  v_feather = u_feather * u_correctionRatio / u_zoomRatio / u_pixelRatio * 2.0;
  v_color.a *= 255.0 / 254.0;
}`;

const LINE_FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying vec2 v_normal;
varying vec2 v_dash;
varying float v_along;
varying float v_thickness;
varying float v_feather;
void main() {
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  if (v_dash.y > 0.0 && mod(v_along, v_dash.x + v_dash.y) > v_dash.x) discard;
  float side = length(v_normal) * v_thickness;
  gl_FragColor = mix(v_color, vec4(0.0), smoothstep(v_thickness - v_feather, v_thickness, side));
  #endif
}`;

/** A line whose attribute `dashes` says how long its dashes and gaps are, in pixels. */
export class LineProgram extends EdgeProgram<string> {
  getDefinition() {
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: LINE_VERTEX,
      FRAGMENT_SHADER_SOURCE: LINE_FRAGMENT,
      METHOD: TRIANGLES as 4,
      UNIFORMS: [
        "u_matrix", "u_screen", "u_zoomRatio", "u_sizeRatio", "u_correctionRatio", "u_pixelRatio", "u_feather",
        "u_minEdgeThickness",
      ],
      ATTRIBUTES: [
        { name: "a_positionStart", size: 2, type: FLOAT },
        { name: "a_positionEnd", size: 2, type: FLOAT },
        { name: "a_normal", size: 2, type: FLOAT },
        { name: "a_dash", size: 2, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [
        { name: "a_positionCoef", size: 1, type: FLOAT },
        { name: "a_normalCoef", size: 1, type: FLOAT },
      ],
      CONSTANT_DATA: [[0, 1], [0, -1], [1, 1], [1, 1], [0, -1], [1, -1]],
    };
  }

  processVisibleItem(index: number, start: number, source: NodeDisplayData, target: NodeDisplayData, data: EdgeDisplayData) {
    const { array } = this;
    const [dx, dy] = [target.x - source.x, target.y - source.y];
    const scale = (data.size || 1) / (Math.hypot(dx, dy) || 1);
    const dashes = (data as unknown as { dashes: [number, number] | null }).dashes;
    array[start++] = source.x;
    array[start++] = source.y;
    array[start++] = target.x;
    array[start++] = target.y;
    array[start++] = -dy * scale;
    array[start++] = dx * scale;
    array[start++] = dashes?.[0] ?? 0;
    array[start++] = dashes?.[1] ?? 0;
    array[start++] = floatColor(data.color);
    array[start++] = index;
  }

  setUniforms(params: RenderParams, { gl, uniformLocations: at }: Info) {
    gl.uniformMatrix3fv(at.u_matrix, false, params.matrix);
    gl.uniform2f(at.u_screen, params.width, params.height);
    gl.uniform1f(at.u_zoomRatio, params.zoomRatio);
    gl.uniform1f(at.u_sizeRatio, params.sizeRatio);
    gl.uniform1f(at.u_correctionRatio, params.correctionRatio);
    gl.uniform1f(at.u_pixelRatio, params.pixelRatio);
    gl.uniform1f(at.u_feather, params.antiAliasingFeather);
    gl.uniform1f(at.u_minEdgeThickness, params.minEdgeThickness);
  }
}

const head = { lengthToThicknessRatio: 2.6, widenessToThicknessRatio: 2 };
type Edge = Parameters<typeof createEdgeCompoundProgram>[0][number];
const line = LineProgram as unknown as Edge;

/** Lines by their ends. */
export const lines = {
  line,
  one: createEdgeCompoundProgram([line, createEdgeArrowHeadProgram(head) as Edge]),
  both: createEdgeCompoundProgram([
    line, createEdgeArrowHeadProgram(head) as Edge, createEdgeArrowHeadProgram({ ...head, extremity: "source" }) as Edge,
  ]),
};
