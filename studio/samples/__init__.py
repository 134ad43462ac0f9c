"""The bundled sample shop: eight invented products to make videos from without account or network."""

from studio.samples.shop import TYPES, SampleProduct, content_type, sample_file, sample_products

__all__ = ["TYPES", "SampleProduct", "content_type", "sample_file", "sample_products"]
