// Addresses of pages that several words lead to, written once.

export const certificatePath = (certificateId: string): string => `/certificates/${certificateId}`
export const lotPath = (lotId: string): string => `/registry/lots/${lotId}`
export const listingPath = (listingId: string): string => `/market/${listingId}`
export const tenderPath = (listingId: string): string => `/tenders/${listingId}`
export const projectPath = (projectId: string): string => `/projects/${projectId}`
export const salesPath = (sellerId: string): string => `/sellers/${sellerId}`
export const orderPath = (orderId: string): string => `/orders/${orderId}`
export const retirePath = (lotId: string): string => `/holdings/${lotId}/retire`
export const claimPath = (code: string): string => `/claims/${code}`
export const schemePath = (schemeId: string): string => `/shop/${schemeId}`
export const tillPath = (schemeId: string): string => `/shop/${schemeId}/till`
export const publicSchemePath = (schemeId: string): string => `/schemes/${schemeId}`
export const kitPath = (schemeId: string): string => `/shop/${schemeId}/kit`
export const recordsPath = (schemeId: string): string => `/shop/${schemeId}/records`
export const countPath = (schemeId: string): string => `/shop/${schemeId}/count`
export const closePath = (schemeId: string): string => `/shop/${schemeId}/close`
export const linkPath = (providerId: string, code: string): string => `/link/${providerId}/${code}`
export const batchPath = (batchId: string): string => `/verifier/${batchId}`
