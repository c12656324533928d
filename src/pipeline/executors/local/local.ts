import { z } from "zod";
import type { ExecutorModule } from "../executor_module.ts";
import { LocalExecutor } from "./local_executor.ts";

/** Processes of this machine, for which there is nothing to say. */
const local: ExecutorModule = {
  title: "this machine",
  options: z.strictObject({}),
  create: () => new LocalExecutor(),
};

export default local;
