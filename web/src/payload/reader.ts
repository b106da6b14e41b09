// Reads JSON of which nothing is known yet, and says where it is not what it should be.

export class PayloadError extends Error {}

export class Reader {
  constructor(
    private readonly value_: unknown,
    private readonly path_: string,
  ) {}

  error(words: string): PayloadError {
    return new PayloadError(`This page's data is broken: ${this.path_ || "it"} ${words}.`);
  }

  is(type: "number" | "string"): boolean {
    return typeof this.value_ === type;
  }

  has(key: string): boolean {
    const value = this.fields_()[key];
    return value !== undefined && value !== null;
  }

  at(key: string): Reader {
    const path = this.path_ ? `${this.path_}.${key}` : key;
    const value = this.fields_()[key];
    if (value === undefined) throw new Reader(undefined, path).error("is missing");
    return new Reader(value, path);
  }

  number(): number {
    if (typeof this.value_ !== "number") throw this.error("is not a number");
    return this.value_;
  }

  text(): string {
    if (typeof this.value_ !== "string") throw this.error("is not a text");
    return this.value_;
  }

  /** Bytes that stand as base64. */
  bytes(): Uint8Array {
    try {
      return Uint8Array.from(atob(this.text()), (sign) => sign.charCodeAt(0));
    } catch (problem) {
      if (problem instanceof PayloadError) throw problem;
      throw this.error("is not base64");
    }
  }

  list<T>(one: (reader: Reader) => T): T[] {
    if (!Array.isArray(this.value_)) throw this.error("is not a list");
    return this.value_.map((value, i) => one(new Reader(value, `${this.path_}[${i}]`)));
  }

  text_or(key: string): string {
    return this.has(key) ? this.at(key).text() : "";
  }

  flag_or(key: string): boolean {
    return this.fields_()[key] === true;
  }

  /** A text, a number or anything else that is shown as it is. */
  printed_or(key: string): string {
    const value = this.fields_()[key];
    if (value === undefined || value === null) return "";
    if (Array.isArray(value)) return value.map(String).join("; ");
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  }

  list_or<T>(key: string, one: (reader: Reader) => T): T[] {
    return this.has(key) ? this.at(key).list(one) : [];
  }

  record_or<T>(key: string, one: (reader: Reader) => T): Record<string, T> {
    if (!this.has(key)) return {};
    const inner = this.at(key);
    return Object.fromEntries(Object.keys(inner.fields_()).map((name) => [name, one(inner.at(name))]));
  }

  private fields_(): Record<string, unknown> {
    if (typeof this.value_ !== "object" || this.value_ === null || Array.isArray(this.value_)) {
      throw this.error("is not an object");
    }
    return this.value_ as Record<string, unknown>;
  }
}

export function reader_of(json: string): Reader {
  try {
    return new Reader(JSON.parse(json), "");
  } catch (problem) {
    throw new PayloadError(`This page's data is broken: it is not JSON (${(problem as Error).message}).`);
  }
}
