import type { DriversNamed } from "@/cases/drivers-named";
import type { FramesNamed } from "@/cases/frames-named";
import type { OutputRead } from "@/cases/output-read";

/** What a page of the reference may ask about a text, and what it gets. */
export interface ReferenceAnswers {
  drivers: DriversNamed;
  frames: FramesNamed;
  output: OutputRead;
}

export type ReferenceQuestion = keyof ReferenceAnswers;

export interface ReferenceRequest {
  request: number;
  question: ReferenceQuestion;
  text: string;
}

export interface ReferenceReply {
  request: number;
  answer: ReferenceAnswers[ReferenceQuestion];
}
