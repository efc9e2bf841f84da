import { t } from '../i18n/texts';
import { ApiError } from '../rest/apiError';

/** Dots of a row of A4 in a fax, and rows of A4 at the same dots an inch: a portable bitmap has square dots. */
export const faxWidth = 1728;
const faxHeight = 2444;

/** Bytes of the largest file that the server takes. */
export const mostBytes = 32 * 1024 * 1024;

/** A file as the server takes it. */
export interface FaxDocument {
  readonly content: Blob;
  readonly type: 'image/tiff' | 'image/x-portable-bitmap';
}

/** Shades of grey, 0 black to 255 white, as black and white: what a shade lacks is given to its neighbours (Floyd and Steinberg), so that pictures stay pictures. */
export function bitmapOf(shades: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const stride = (width + 7) >> 3;
  const bits = new Uint8Array(stride * height);
  let row = new Float32Array(width + 2);
  let below = new Float32Array(width + 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const shade = (shades[y * width + x] ?? 255) + (row[x + 1] ?? 0);
      const isBlack = shade < 128;
      if (isBlack) bits[y * stride + (x >> 3)] = (bits[y * stride + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
      const rest = shade - (isBlack ? 0 : 255);
      row[x + 2] = (row[x + 2] ?? 0) + (rest * 7) / 16;
      below[x] = (below[x] ?? 0) + (rest * 3) / 16;
      below[x + 1] = (below[x + 1] ?? 0) + (rest * 5) / 16;
      below[x + 2] = (below[x + 2] ?? 0) + rest / 16;
    }
    [row, below] = [below, row.fill(0)];
  }
  return bits;
}

/** A page as a portable bitmap (netpbm's P4). */
export function pageOf(bits: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`P4\n${width} ${height}\n`);
  const page = new Uint8Array(head.length + bits.length);
  page.set(head);
  page.set(bits, head.length);
  return page;
}

/** What is to be sent: one TIFF file, or pictures, a page each. */
export async function documentOf(files: readonly File[]): Promise<FaxDocument> {
  const first = files[0];
  const isTiff = (file: File) => file.type === 'image/tiff' || /\.tiff?$/i.test(file.name);
  if (!first || (files.length > 1 && files.some(isTiff))) throw new ApiError(400, 'invalid', t('faxFilesWrong'));
  const content = isTiff(first) ? first : new Blob(await Promise.all(files.map(drawn)));
  if (content.size > mostBytes) throw new ApiError(413, 'too-large', t('faxTooLarge'));
  return { content, type: isTiff(first) ? 'image/tiff' : 'image/x-portable-bitmap' };
}

async function drawn(file: File): Promise<Uint8Array<ArrayBuffer>> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new ApiError(400, 'invalid', t('faxFileUnknown', { file: file.name }));
  }
  // As wide as the paper, unless it is longer than the paper then.
  const scale = Math.min(faxWidth / picture.width, faxHeight / picture.height);
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const canvas = new OffscreenCanvas(faxWidth, Math.max(1, height));
  const pen = canvas.getContext('2d');
  if (!pen) throw new ApiError(400, 'invalid', t('faxFileUnknown', { file: file.name }));
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, (faxWidth - width) / 2, 0, width, height);
  picture.close();
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  const shades = new Uint8ClampedArray(canvas.width * canvas.height);
  for (let i = 0; i < shades.length; i++)
    shades[i] = 0.299 * (data[i * 4] ?? 0) + 0.587 * (data[i * 4 + 1] ?? 0) + 0.114 * (data[i * 4 + 2] ?? 0);
  return pageOf(bitmapOf(shades, canvas.width, canvas.height), canvas.width, canvas.height);
}
