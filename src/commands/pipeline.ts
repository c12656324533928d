import { main } from "../pipeline/main.ts";
import { tell } from "../terminal/output.ts";

// The engine knows nothing of networks and reports: what it runs is reckoned and gets its page here.
await main({
  async reckon(outlook) {
    const { reckon } = await import("../forecast/reckon.ts");
    return await reckon(outlook);
  },
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
