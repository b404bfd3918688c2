import type { ReactNode } from "react";
import { arrowPath, linePath, type NodeState, nodeState, wasTaken } from "./map-drawing";
import type { MapEdge, MapNode, MapPart } from "./map-layout";

const NODE_LOOKS: Readonly<Record<NodeState, string>> = {
  here: "fill-accent stroke-accent",
  passed: "fill-accent-soft stroke-accent",
  other: "fill-card stroke-line-strong",
};

const SPOKEN: Readonly<Record<NodeState, string>> = { here: ", you are here", passed: ", passed", other: "" };

/** A way from one box to another. */
export function Line({ edge, taken }: { edge: MapEdge; taken: boolean }): ReactNode {
  const skipOnly = edge.ways.every(({ skip }) => skip);
  const ink = taken ? "stroke-accent" : skipOnly ? "stroke-faint" : "stroke-line-strong";
  return (
    <g>
      <path
        d={linePath(edge.points)}
        strokeWidth={taken ? 2.2 : 1.2}
        strokeDasharray={skipOnly ? "4 4" : undefined}
        className={`fill-none ${ink}`}
      />
      <path
        d={arrowPath(edge.points)}
        className={taken ? "fill-accent" : skipOnly ? "fill-faint" : "fill-line-strong"}
      />
    </g>
  );
}

function Words({ edge }: { edge: MapEdge }): ReactNode {
  if (!edge.text) return null;
  const { x, y, lines } = edge.text;
  const top = y - ((lines.length - 1) / 2) * 14 + 4;
  return (
    <text textAnchor="middle" fontSize="11.5" strokeWidth="4" paintOrder="stroke" className="fill-soft stroke-card">
      {lines.map((line, index) => (
        <tspan key={line} x={x} y={top + index * 14}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

function Step({ node, state }: { node: MapNode; state: NodeState }): ReactNode {
  const { x, y, width, height, label, end, entry, beyond } = node;
  const second = state === "here" ? "you are here" : entry;
  const here = state === "here";
  return (
    <a href={node.href} aria-label={`${label}${SPOKEN[state]}`} className="group/step outline-offset-4">
      {here && (
        <rect
          x={x - width / 2 - 5}
          y={y - height / 2 - 5}
          width={width + 10}
          height={height + 10}
          rx={end ? 27 : 15}
          strokeWidth="2"
          className="fill-none stroke-accent"
        />
      )}
      <rect
        x={x - width / 2}
        y={y - height / 2}
        width={width}
        height={height}
        rx={end ? 22 : 10}
        strokeWidth={state === "other" ? 1.2 : 1.8}
        strokeDasharray={beyond ? "3 3" : undefined}
        className={`${NODE_LOOKS[state]} group-hover/step:stroke-accent`}
      />
      {state === "passed" && (
        <path
          d={`M${x - width / 2 + 9} ${y}l3.5 3.5 6-7`}
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
          className="fill-none stroke-accent"
        />
      )}
      <text
        x={x}
        y={second ? y - 3 : y + 4.5}
        textAnchor="middle"
        fontSize="13"
        fontWeight={here ? 650 : 500}
        className={here ? "fill-accent-ink" : "fill-ink group-hover/step:underline"}
      >
        {label}
      </text>
      {second && (
        <text x={x} y={y + 13} textAnchor="middle" fontSize="11.5" className={here ? "fill-accent-ink" : "fill-soft"}>
          {second}
        </text>
      )}
    </a>
  );
}

export interface MapPictureProps {
  part: MapPart;
  /** What it shows, for those who do not see it. */
  title: string;
  current?: string;
  path?: readonly string[];
}

/** Steps as boxes, and the ways between them as lines with their words. */
export function MapPicture({ part, title, current, path }: MapPictureProps): ReactNode {
  const { width, height, nodes, edges } = part;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="mx-auto block max-w-none font-sans"
    >
      <title>{title}</title>
      <svg aria-hidden="true" width={width} height={height}>
        {edges.map((edge) => (
          <Line key={`${edge.from} ${edge.to}`} edge={edge} taken={wasTaken(edge, current, path)} />
        ))}
        {edges.map((edge) => (
          <Words key={`${edge.from} ${edge.to}`} edge={edge} />
        ))}
      </svg>
      {nodes.map((node) => (
        <Step key={node.id} node={node} state={nodeState(node.id, current, path)} />
      ))}
    </svg>
  );
}
