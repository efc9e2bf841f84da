import { describe, expect, it } from 'vitest';
import { ApiError } from '../../app/rest/apiError';
import { bitmapOf, documentOf, pageOf } from '../../app/state/faxPages';

describe('a page of a fax', () => {
  it('is black where the picture is black, and white where it is white', () => {
    const shades = new Uint8ClampedArray([0, 255, 255, 255, 255, 255, 255, 255, 0, 255, 0, 255, 255, 255, 255, 255, 255, 0]);
    expect([...bitmapOf(shades, 9, 2)]).toEqual([0b1000_0000, 0b1000_0000, 0b0100_0000, 0b1000_0000]);
  });

  it('has half of its dots black where the picture is half grey', () => {
    const bits = bitmapOf(new Uint8ClampedArray(64 * 64).fill(127), 64, 64);
    const black = [...bits].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
    expect(black / (64 * 64)).toBeGreaterThan(0.45);
    expect(black / (64 * 64)).toBeLessThan(0.55);
  });

  it('says its size before its dots', () => {
    const page = pageOf(new Uint8Array([0xff, 0x80]), 9, 1);
    expect([...page]).toEqual([...new TextEncoder().encode('P4\n9 1\n'), 0xff, 0x80]);
  });

  it('is taken from one TIFF file as it is, and from no two', async () => {
    const file = new File([new Uint8Array([1, 2])], 'a.TIF');
    expect(await documentOf([file])).toEqual({ content: file, type: 'image/tiff' });
    await expect(documentOf([file, file])).rejects.toBeInstanceOf(ApiError);
    await expect(documentOf([])).rejects.toBeInstanceOf(ApiError);
  });
});
