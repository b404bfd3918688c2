import { answerReference } from "./reference-answers";
import type { ReferenceReply, ReferenceRequest } from "./reference-protocol";

self.onmessage = ({ data }: MessageEvent<ReferenceRequest>): void => {
  const { request, question, text } = data;
  const reply: ReferenceReply = { request, answer: answerReference(question, text) };
  self.postMessage(reply);
};
