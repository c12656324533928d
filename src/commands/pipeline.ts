import { main } from "../pipeline/main.ts";
import { tell } from "../terminal/output.ts";

// The pipeline knows nothing of reports: a run gets its page here.
await main({
  async onRunEnd(folder, store) {
    const { writeRunPage } = await import("../report/runs/run_page.ts");
    try {
      await writeRunPage(folder, store);
    } catch (error) {
      // The results are there all the same.
      tell(`Cannot write the page of the run: ${(error as Error).message}`);
    }
  },
});
