import { API_ROOT, actingOrganisation, succeeded, UnreachableError } from './api-client.ts'

/**
 * Sends a file and tells how much of it has left; `fetch` cannot say that.
 * @param path below `/api/v1`, as in the contract.
 * @param onProgress receives the share that was sent, 0 to 1; at 1 the server is still reading.
 * @throws ProblemError when the server refuses; UnreachableError when the connection breaks.
 */
export async function upload<Reply>(
  path: string,
  file: Blob,
  { type, onProgress }: { type: string; onProgress: (share: number) => void },
): Promise<Reply> {
  const address = `${API_ROOT}${path}`
  const response = await sent(address, file, { type, onProgress })
  return (await succeeded(response, address)).json() as Promise<Reply>
}

function sent(
  address: string,
  file: Blob,
  { type, onProgress }: { type: string; onProgress: (share: number) => void },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    request.responseType = 'arraybuffer'
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('Content-Type', type)
    const organisation = actingOrganisation()
    if (organisation) request.setRequestHeader('X-Organisation', organisation)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () =>
      resolve(
        new Response(request.response as ArrayBuffer, {
          status: request.status,
          headers: { 'content-type': request.getResponseHeader('content-type') ?? '' },
        }),
      )
    request.onerror = () => reject(new UnreachableError(address))
    request.onabort = () => reject(new UnreachableError(address))
    request.send(file)
  })
}
