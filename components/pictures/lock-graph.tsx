import type { ReactNode } from "react";
import type { Finding } from "@/evidence";
import type { LocksHeld } from "@/findings/held-lock";
import { count } from "@/findings/say";
import { arrowPath, linePath } from "../playbook/map-drawing";
import { Figure } from "./figure";
import { type GraphNode, lockGraph } from "./lock-graph-data";
import {
  DETAIL,
  DETAIL_LINE,
  layOutGraph,
  type PlacedEdge,
  type PlacedNode,
  TITLE,
  TITLE_LINE,
  textOrigin,
} from "./lock-graph-layout";
import { pointing } from "./pointing";

/** Threads have round corners, locks cut ones: the shapes differ without any colour. */
function outline({ node, x, y, width, height }: PlacedNode, grow = 0): string {
  const left = x - width / 2 - grow;
  const right = x + width / 2 + grow;
  const top = y - height / 2 - grow;
  const bottom = y + height / 2 + grow;
  const corner = 9 + grow;
  if (node.shape !== "lock") {
    const turn = `a${corner} ${corner} 0 0 1`;
    return `M${left + corner} ${top}H${right - corner}${turn} ${corner} ${corner}V${bottom - corner}${turn} ${-corner} ${corner}H${left + corner}${turn} ${-corner} ${-corner}V${top + corner}${turn} ${corner} ${-corner}Z`;
  }
  return `M${left + corner} ${top}H${right - corner}L${right} ${top + corner}V${bottom - corner}L${right - corner} ${bottom}H${left + corner}L${left} ${bottom - corner}V${top + corner}Z`;
}

function Box({ placed }: { placed: PlacedNode }): ReactNode {
  const { node, titleLines, detailLines, noteLines, badge } = placed;
  const hot = node.ring !== null || node.last;
  const { x, y } = textOrigin(placed);
  const below = y + titleLines.length * TITLE_LINE - 1;
  return (
    <g>
      {node.ring !== null && (
        <path d={outline(placed, 4)} fill="var(--paper)" stroke="var(--confirmed)" strokeWidth="1.25" />
      )}
      <path
        d={outline(placed)}
        fill={node.shape === "lock" ? "var(--sunken)" : "var(--card)"}
        stroke={node.ring !== null ? "var(--confirmed)" : hot ? "var(--likely)" : "var(--line-strong)"}
        strokeWidth={hot ? 1.75 : 1}
        strokeDasharray={node.unseen ? "4 4" : undefined}
      />
      <text fontSize={TITLE} fontWeight="550" fill={node.unseen ? "var(--soft)" : "var(--ink)"}>
        {titleLines.map((line, index) => (
          <tspan key={line} x={x} y={y + index * TITLE_LINE}>
            {line}
          </tspan>
        ))}
      </text>
      <text fontSize={DETAIL} fill="var(--soft)">
        {detailLines.map((line, index) => (
          <tspan key={line} x={x} y={below + index * DETAIL_LINE}>
            {line}
          </tspan>
        ))}
        {noteLines.map((line, index) => (
          <tspan
            key={line}
            x={x}
            y={below + (detailLines.length + index) * DETAIL_LINE}
            fontWeight="600"
            fill="var(--ink)"
          >
            {line}
          </tspan>
        ))}
        {badge && (
          <tspan
            x={x}
            y={below + (detailLines.length + noteLines.length) * DETAIL_LINE}
            fontWeight="600"
            fill={node.ring !== null ? "var(--confirmed)" : "var(--likely)"}
          >
            {badge}
          </tspan>
        )}
      </text>
    </g>
  );
}

function Line({ placed: { edge, points } }: { placed: PlacedEdge }): ReactNode {
  const ink = edge.ring ? "var(--confirmed)" : "var(--line-strong)";
  return (
    <g>
      <path d={linePath(points)} fill="none" stroke={ink} strokeWidth={edge.ring ? 2.5 : 1.25} />
      <path d={arrowPath(points)} fill={ink} />
    </g>
  );
}

const SHAPES: Readonly<Record<GraphNode["shape"], string>> = {
  waiters: "waiting threads",
  lock: "lock",
  thread: "owner",
  place: "place",
};

/** Who waits for whom over several locks. Draws nothing while nobody is seen waiting. */
export function LockGraphPicture({ locks, findings }: { locks: LocksHeld; findings: readonly Finding[] }): ReactNode {
  const graph = lockGraph(locks, findings);
  const drawn = layOutGraph(graph);
  const name = (id: string): string => graph.nodes.find((node) => node.id === id)?.title ?? id;
  const leadsTo = ({ id }: GraphNode): string =>
    graph.edges
      .filter(({ from }) => from === id)
      .map(({ to, says }) => `${says} ${name(to)}`)
      .join("; ") || "nothing that was seen";
  const locksDrawn = graph.nodes.filter(({ shape }) => shape === "lock").length;
  return (
    <Figure
      title="Wait chain"
      wide
      caption={
        <>
          Arrows lead from who waits to what it waits for. Locks have cut corners; what is in a ring has a double frame.
          {graph.more > 0 && ` ${count(graph.more, "lock", "locks")} with fewer waiters stand in the table of locks.`}
        </>
      }
      columns={["Link", "Kind", "What is known", "Leads to"]}
      rows={graph.nodes.map((node) => ({
        id: node.id,
        head: node.title,
        cells: [
          `${SHAPES[node.shape]}${node.ring === null ? "" : `, in ring ${node.ring}`}${node.last ? ", the last of the chain" : ""}`,
          node.note === null ? node.detail : `${node.detail}; ${node.note}`,
          leadsTo(node),
        ],
        findings:
          node.findings.length > 0 ? node.findings : node.cites.length > 0 ? [pointing(node.title, node.cites)] : [],
      }))}
    >
      {graph.says.map((sentence) => (
        <p key={sentence} className="mb-2 text-sm [overflow-wrap:anywhere]">
          {sentence}
        </p>
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section aria-label="Wait chain, scrolls sideways" tabIndex={0} className="-mx-1 overflow-x-auto px-1 py-1">
        <svg
          role="img"
          aria-label={`Wait chain over ${count(locksDrawn, "lock")}, told above and listed below.`}
          width={drawn.width}
          height={drawn.height}
          viewBox={`0 0 ${drawn.width} ${drawn.height}`}
          className="mx-auto block max-w-none font-sans"
        >
          {drawn.nodes.map((placed) => (
            <Box key={placed.node.id} placed={placed} />
          ))}
          {drawn.edges.map((placed) => (
            <Line key={`${placed.edge.from} ${placed.edge.to}`} placed={placed} />
          ))}
        </svg>
      </section>
    </Figure>
  );
}
