import type { Block, Hex } from "@/evidence";
import { type EvidenceSet, evidenceSet } from "../evidence-set";
import type { Clock } from "./clock";
import { type Group, type Grouping, group } from "./groups";
import type { Layer } from "./marks";
import { type Moment, momentsOf } from "./moments";
import { type Piece, piecesIn } from "./pieces";

/** One process, kernel or machine that outputs of the case come from. */
export interface Capture {
  layer: Layer;
  processId: Hex | null;
  computer: string | null;
  startedAt: Clock | null;
  /** A thread's number and what it stands for, where nothing else names the place. */
  example: readonly [string, string] | null;
  blocks: readonly Block[];
  /** What the case is about goes by it. */
  followed: boolean;
}

/** A dump of the process that is followed, with all that goes with it. */
export interface Pass {
  takenAt: number | null;
  evidence: EvidenceSet;
}

/** Where the outputs of a case were taken, and which of them speak of one thing. */
export interface Captures {
  all: readonly Capture[];
  /** Outputs that nothing puts to one of them. */
  unplaced: readonly Block[];
  /** The outputs that a verdict may put together. */
  followed: EvidenceSet;
  /** The same by the moments they were taken at; what tells no moment is in each of them. */
  passes: readonly Pass[];
  /** Dumps of one process, and of one kernel, in the order they were taken. */
  processMoments: readonly Moment[];
  kernelMoments: readonly Moment[];
}

const blocksOf = (pieces: readonly Piece[]): Block[] => pieces.flatMap(({ blocks }) => blocks);
const size = ({ pieces }: Group): number => pieces.reduce((sum, { blocks }) => sum + blocks.length, 0);
const keyOf = ({ pieces }: Group): string => pieces.map(({ key }) => key).sort()[0] ?? "";

function largest(groups: readonly Group[]): Group | null {
  return [...groups].sort((a, b) => size(b) - size(a) || (keyOf(a) < keyOf(b) ? -1 : 1))[0] ?? null;
}

const severalIn = ({ groups, unplaced }: Grouping): boolean => groups.length > 1 || unplaced.length > 0;

/** Traits that hold for everything on one machine. */
const OF_MACHINE = ["computer", "build", "system"];

function foreign(one: Group, other: Group): boolean {
  return OF_MACHINE.some((trait) => {
    const [a, b] = [one.profile.traits.get(trait), other.profile.traits.get(trait)];
    return a !== undefined && b !== undefined && a !== b;
  });
}

function sameComputer(one: Group, other: Group): boolean {
  const name = one.profile.traits.get("computer");
  return name !== undefined && name === other.profile.traits.get("computer");
}

/** What goes with the process: all there is while nothing speaks against it, else what names the same computer. */
function linked(to: Group | null, grouping: Grouping, several: boolean, oneServer: boolean): Group[] {
  const fitting = grouping.groups.filter((candidate) => !to || !foreign(to, candidate));
  if (oneServer) return fitting;
  if (several) return to ? fitting.filter((candidate) => sameComputer(to, candidate)) : [];
  const named = to ? fitting.filter((candidate) => sameComputer(to, candidate)) : [];
  const first = largest(named.length > 0 ? named : fitting);
  return first ? [first] : [];
}

function nearest(moments: readonly Moment[], takenAt: number | null): Moment | null {
  const [first] = moments;
  if (!first || takenAt === null) return first ?? null;
  const distance = (moment: Moment): number => Math.abs((moment.takenAt ?? 0) - takenAt);
  return moments.reduce((best, moment) => (distance(moment) < distance(best) ? moment : best), first);
}

/** Each dump of the process with the dump of the kernel that is nearest in time, and the other way round. */
function pairUp(processes: readonly Moment[], kernels: readonly Moment[]): [Moment | null, Moment | null][] {
  const pairs = new Map<string, [Moment | null, Moment | null]>();
  const add = (process: Moment | null, kernel: Moment | null): void => {
    const key = `${process ? processes.indexOf(process) : ""} ${kernel ? kernels.indexOf(kernel) : ""}`;
    pairs.set(key, [process, kernel]);
  };
  for (const process of processes) add(process, nearest(kernels, process.takenAt));
  for (const kernel of kernels) add(nearest(processes, kernel.takenAt), kernel);
  return [...pairs.values()];
}

/** Told that they are of several servers, outputs are put together as they were pasted. */
function byPaste(evidence: EvidenceSet): Captures {
  const { answers, limits, pasted } = evidence;
  const files = new Map<number, Block[]>();
  for (const block of pasted) files.set(block.file, [...(files.get(block.file) ?? []), block]);
  const groups = [...files.values()]
    .map((blocks) => ({ blocks, key: blocks.map(({ fingerprint }) => fingerprint).join(" ") }))
    .sort((a, b) => b.blocks.length - a.blocks.length || (a.key < b.key ? -1 : 1));
  const followed = evidenceSet(groups[0]?.blocks ?? [], answers, limits);
  const all = groups.map(({ blocks }, index): Capture => {
    const unnamed = { layer: "process", processId: null, computer: null, startedAt: null, example: null } as const;
    return { ...unnamed, blocks, followed: index === 0 };
  });
  return {
    all,
    unplaced: [],
    followed,
    passes: [{ takenAt: null, evidence: followed }],
    processMoments: [],
    kernelMoments: [],
  };
}

function build(evidence: EvidenceSet): Captures {
  const { answers, limits, pasted } = evidence;
  const told = answers.get("captures");
  const plain: Captures = {
    all: [],
    unplaced: [],
    followed: evidence,
    passes: [{ takenAt: null, evidence }],
    processMoments: [],
    kernelMoments: [],
  };
  if (told === "one-dump" || pasted.length < 2) return plain;
  const pieces = piecesIn(pasted);
  const of = (layer: Layer): Grouping => group(pieces.filter(({ profile }) => profile.layer === layer));
  const [process, kernel, machine] = [of("process"), of("kernel"), of("machine")];
  if (told === "several-servers" && !severalIn(process)) return byPaste(evidence);
  const subject = largest(process.groups);
  const oneServer = told === "one-server";
  const several = severalIn(process);
  const kernels = linked(subject, kernel, several, oneServer);
  const around = subject ?? kernels[0] ?? null;
  const machines = linked(around, machine, several || (!subject && severalIn(kernel)), oneServer);
  const blanks = oneServer ? blocksOf(machine.unplaced) : [];
  const processes = subject ? momentsOf(subject) : { moments: [], undated: [] };
  const kernelGroup = largest(kernels);
  const below = kernelGroup ? momentsOf(kernelGroup) : { moments: [], undated: [] };
  const further = kernels.filter((candidate) => candidate !== kernelGroup).flatMap((one) => blocksOf(one.pieces));
  const shared = [
    ...machines.flatMap((one) => blocksOf(one.pieces)),
    ...blanks,
    ...further,
    ...processes.undated,
    ...below.undated,
  ];
  const silent = pasted.filter(({ report }) => !report);
  const set = (blocks: readonly Block[]): EvidenceSet => evidenceSet([...blocks, ...silent], answers, limits);
  const followedGroups = new Set([subject, ...kernels, ...machines].filter((one) => one !== null));
  const all = [...process.groups, ...kernel.groups, ...machine.groups].map((one): Capture => {
    const { layer, processId, startedAt, traits, example } = one.profile;
    const computer = traits.get("computer") ?? null;
    const followed = followedGroups.has(one);
    return { layer, processId, computer, startedAt, example, blocks: blocksOf(one.pieces), followed };
  });
  const unplaced = blocksOf([...process.unplaced, ...kernel.unplaced, ...(oneServer ? [] : machine.unplaced)]);
  const kept = [...followedGroups].flatMap((one) => blocksOf(one.pieces));
  const whole = unplaced.length === 0 && all.every(({ followed }) => followed);
  const followed = whole ? evidence : set([...kept, ...blanks]);
  const pairs = pairUp(processes.moments, below.moments);
  const passes =
    pairs.length < 2
      ? [{ takenAt: pairs[0]?.[0]?.takenAt ?? null, evidence: followed }]
      : pairs.map(([a, b]) => ({
          takenAt: a?.takenAt ?? b?.takenAt ?? null,
          evidence: set([...(a?.blocks ?? []), ...(b?.blocks ?? []), ...shared]),
        }));
  return { all, unplaced, followed, passes, processMoments: processes.moments, kernelMoments: below.moments };
}

const BUILT = new WeakMap<EvidenceSet, Captures>();

/** Where the outputs were taken. Worked out once for each set of evidence. */
export function capturesOf(evidence: EvidenceSet): Captures {
  const built = BUILT.get(evidence) ?? build(evidence);
  BUILT.set(evidence, built);
  return built;
}
