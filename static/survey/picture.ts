/* Pictures as they leave the phone: no larger than one has to see, and with the
 * hash by which the server knows that it has all of it. */
import { Problem } from '@shared/problem'
import { uuid } from '@shared/uuid'
import type { Picture } from './photos'

const SIDE_MOST = 1600
const QUALITY = 0.8

const hexOf = (sum: ArrayBuffer) =>
  [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

const blobOf = (canvas: HTMLCanvasElement, type: string) =>
  new Promise<Blob>((done, fail) =>
    canvas.toBlob(
      (blob) => (blob ? done(blob) : fail(new Error('no picture'))),
      type,
      QUALITY,
    ),
  )

async function pack(blob: Blob): Promise<Picture> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  return {
    uuid: uuid(),
    sha256: hexOf(await crypto.subtle.digest('SHA-256', bytes)),
    size: bytes.length,
    data: base64Of(bytes),
  }
}

const unreadable = (): never => {
  throw new Problem({
    status: 0,
    code: 'client.picture',
    title: '这张照片打不开',
    detail: '还没有保存，填写的都在。请重新拍一张，或换一张 JPEG、PNG 照片。',
  })
}

/* A photo, scaled.  A Problem when the file is no picture that the phone reads. */
export async function photo(file: Blob): Promise<Picture> {
  const image = await createImageBitmap(file).catch(unreadable)
  const scale = Math.min(1, SIDE_MOST / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.width * scale)
  canvas.height = Math.round(image.height * scale)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  image.close()
  return pack(await blobOf(canvas, 'image/jpeg'))
}

/* A signature, in black on white. */
export const signature = async (canvas: HTMLCanvasElement): Promise<Picture> =>
  pack(await blobOf(canvas, 'image/png'))
