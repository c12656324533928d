import { version } from "pyodide";

/** What runs the programs; part of every score. */
export const PYTHON_RUNTIME = `pyodide ${version}`;
