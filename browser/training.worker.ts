import { TrainingEngine } from "./training-engine";
import type { TrainingReply, TrainingRequest } from "./training-protocol";

const post = (reply: TrainingReply): void => self.postMessage(reply);
const engine = new TrainingEngine(post);

self.onmessage = (event: MessageEvent<TrainingRequest>): void => engine.handle(event.data);

post({ type: "ready" });
