import { DiagnosisEngine } from "./diagnosis-engine";
import type { DiagnosisReply, DiagnosisRequest } from "./diagnosis-protocol";

const post = (reply: DiagnosisReply): void => self.postMessage(reply);
const engine = new DiagnosisEngine(post);

self.onmessage = (event: MessageEvent<DiagnosisRequest>): void => {
  void engine.handle(event.data);
};

post({ type: "ready" });
