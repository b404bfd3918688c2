import Link from "next/link";
import type { ReactNode } from "react";
import { causeById } from "@/findings/causes/list";
import { LOOK_ALIKES } from "@/findings/causes/look-alikes";
import { meaningOf } from "@/findings/finding-meanings";
import { findingWords } from "../reference/finding-words";
import { ContentLink } from "./content-link";

const HEAD = "border-line border-b px-3 py-2 text-left align-bottom font-semibold text-soft";
const CELL = "border-line border-t px-3 py-2 align-top";

/** The causes that look like this one, and what tells them apart. */
export function LookAlikes({ cause }: { cause: string }): ReactNode {
  const rows = LOOK_ALIKES.flatMap(({ causes, seen }) => {
    const at = (causes as readonly string[]).indexOf(cause);
    if (at < 0) return [];
    const other = causeById(causes[1 - at] ?? "");
    return other ? [{ other, here: seen[at], there: seen[1 - at] }] : [];
  });
  return (
    <div className="my-4 overflow-x-auto rounded-lg border border-line bg-card">
      <table className="w-full min-w-[34rem] border-collapse text-sm">
        <thead>
          <tr>
            {["Look-alike", "Seen here", "Seen there"].map((head) => (
              <th key={head} scope="col" className={HEAD}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ other, here, there }) => (
            <tr key={other.id}>
              <th scope="row" className={`${CELL} w-1/4 text-left font-medium`}>
                <ContentLink href={`/causes/${other.id}`}>{other.title}</ContentLink>
              </th>
              <td className={CELL}>{here}</td>
              <td className={CELL}>{there}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Finding({ id }: { id: string }): ReactNode {
  const words = findingWords(id);
  return (
    <>
      <Link href={`/findings#${id}`} prefetch={false} className="link font-medium">
        {words.charAt(0).toUpperCase() + words.slice(1)}
      </Link>
      {!id.startsWith("said-") && <span className="text-soft">: {meaningOf(id)}</span>}
    </>
  );
}

/** Sets of findings: those of one set count together only. */
function FindingSets({ sets }: { sets: readonly (readonly string[])[] }): ReactNode {
  return (
    <ul className="my-3 max-w-[68ch] list-disc space-y-2 pl-5 text-sm marker:text-soft">
      {sets.map((set) => (
        <li key={set.join()}>
          {set.map((id, at) => (
            <span key={id} className="block">
              {at > 0 && <b className="font-semibold">and </b>}
              <Finding id={id} />
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** What settles a cause, and what speaks for it. */
export function Confirm({ cause: id }: { cause: string }): ReactNode {
  const cause = causeById(id);
  if (!cause) return null;
  return (
    <>
      <p className="my-3 max-w-[68ch]">{cause.decidedBy}</p>
      {cause.decides.length > 0 && (
        <>
          <p className="my-3 max-w-[68ch] font-medium">Settled by any one of these, if nothing speaks against it:</p>
          <FindingSets sets={cause.decides} />
        </>
      )}
      <p className="my-3 max-w-[68ch] font-medium">
        {cause.decides.length > 0
          ? "Spoken for by:"
          : "No single output settles it. It is likely with two of these that have different origins:"}
      </p>
      <FindingSets sets={cause.supports.map(({ finding }) => [finding])} />
    </>
  );
}

/** What rules a cause out. */
export function Refute({ cause: id }: { cause: string }): ReactNode {
  const cause = causeById(id);
  if (!cause) return null;
  if (cause.refutes.length === 0) {
    return (
      <p className="my-3 max-w-[68ch]">
        No output that is read here rules it out by itself. The table above, and what would prove it wrong below, are
        what there is.
      </p>
    );
  }
  return (
    <>
      <p className="my-3 max-w-[68ch]">Any one of these:</p>
      <FindingSets sets={cause.refutes} />
    </>
  );
}
