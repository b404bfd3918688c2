import { DiagnosisEngine } from "./diagnosis-engine";
import type { DiagnosisReply, DiagnosisRequest } from "./diagnosis-protocol";
import { warmUp } from "./warm-up";

/** Milliseconds after which nobody seems to be waiting yet. */
const WARM_UP_AFTER = 400;

const post = (reply: DiagnosisReply): void => self.postMessage(reply);
const engine = new DiagnosisEngine(post);

self.onmessage = (event: MessageEvent<DiagnosisRequest>): void => {
  void engine.handle(event.data);
};

post({ type: "ready" });
setTimeout(warmUp, WARM_UP_AFTER);
