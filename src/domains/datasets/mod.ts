/**
 * Data sets: where they come from, downloading and reading them.
 *
 * @module
 */
export { type DatasetDescriptor, readDescriptor } from "./descriptor.ts";
export { downloadFile, type DownloadOptions } from "./download.ts";
export { locateDataset, type LocatedDataset, type LocateOptions, type Location } from "./locate.ts";
export { readColumn } from "./read_column.ts";
export { readText } from "./read_text.ts";
export { locateProjectDataset, type ProjectDataset } from "./project_dataset.ts";
