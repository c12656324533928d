import { main } from "../pipeline/main.ts";
import { tell } from "./terminal.ts";

// The engine knows nothing of reports: what it runs gets its page here.
await main({
  async onRunEnd(folder, store) {
    const { writeRunPage } = await import("../report/run_page.ts");
    try {
      await writeRunPage(folder, store);
    } catch (error) {
      // The results are there all the same.
      tell(`Cannot write the page of the run: ${(error as Error).message}`);
    }
  },
});
