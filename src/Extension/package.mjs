// Puts what was built into one zip, as the Chrome Web Store and the policies of a company take it: the same bytes for the same build.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

const folder = new URL('dist/', import.meta.url).pathname;
const target = new URL('rtccluster-extension.zip', import.meta.url).pathname;
// The beginning of the format's time: zip has no "none".
const day = 0x21;

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry => join(entry.parentPath, entry.name))
  .sort();
const parts = [];
const directory = [];
let offset = 0;
for (const path of files) {
  const name = Buffer.from(path.slice(folder.length));
  const bytes = readFileSync(path);
  const packed = deflateRawSync(bytes, { level: 9 });
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(0x800, 2);
  common.writeUInt16LE(8, 4);
  common.writeUInt16LE(day, 8);
  common.writeUInt32LE(crc32(bytes), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(bytes.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, tail, name]));
  parts.push(local);
  offset += local.length;
}
const list = Buffer.concat(directory);
const end = Buffer.alloc(22);
end.write('PK\x05\x06', 'latin1');
end.writeUInt16LE(files.length, 8);
end.writeUInt16LE(files.length, 10);
end.writeUInt32LE(list.length, 12);
end.writeUInt32LE(offset, 16);
writeFileSync(target, Buffer.concat([...parts, list, end]));
console.log(`${target}: ${files.length} files, ${offset + list.length + end.length} bytes`);
