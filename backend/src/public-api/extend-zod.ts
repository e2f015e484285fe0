import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'

// Schemas that get a name in the document must be made after this: the library adds its method to new ones only.
extendZodWithOpenApi(z)
