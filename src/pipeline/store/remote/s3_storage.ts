import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { createReadStream } from "node:fs";
import type { Storage, StoredFile } from "./storage.ts";

/** Objects below a prefix of a bucket of any S3-compatible service. */
export class S3Storage implements Storage {
  readonly name: string;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  /**
   * The endpoint, the region and the credentials come from where the AWS tools find them: the
   * environment (`AWS_ENDPOINT_URL_S3`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, …) or their files.
   *
   * @param url `s3://BUCKET/PREFIX`.
   */
  constructor(url: string) {
    this.name = url;
    const { host, pathname } = new URL(url);
    this.#bucket = host;
    this.#prefix = pathname.replace(/^\/+|\/+$/g, "");
    const endpoint = Deno.env.get("AWS_ENDPOINT_URL_S3") ?? Deno.env.get("AWS_ENDPOINT_URL");
    this.#client = new S3Client({
      region: Deno.env.get("AWS_REGION") ?? Deno.env.get("AWS_DEFAULT_REGION") ?? "us-east-1",
      // Services other than the original know buckets by path and no newer checksums.
      ...endpoint !== undefined && { endpoint, forcePathStyle: true },
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  }

  #at(name: string) {
    const key = this.#prefix === "" ? name : `${this.#prefix}/${name}`;
    return { Bucket: this.#bucket, Key: key };
  }

  /** By its size: the service itself holds content against its checksums. */
  async holds(name: string, { bytes }: StoredFile): Promise<boolean> {
    try {
      const { ContentLength } = await this.#client.send(new HeadObjectCommand(this.#at(name)));
      return ContentLength === bytes;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  async fetch(name: string, path: string, most: number): Promise<boolean> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand(this.#at(name)));
      using file = await Deno.open(path, { write: true, create: true, truncate: true });
      let size = 0;
      // What a service says of the size beforehand need not be so.
      for await (const chunk of Body?.transformToWebStream() as AsyncIterable<Uint8Array> ?? []) {
        size += chunk.length;
        if (size > most) return false;
        for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
      }
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  async store(name: string, path: string): Promise<void> {
    const { size } = await Deno.stat(path);
    await this.#client.send(
      new PutObjectCommand({
        ...this.#at(name),
        // A stream of nothing would be sent without a length.
        Body: size === 0 ? new Uint8Array(0) : createReadStream(path),
        ContentLength: size,
      }),
    );
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}
