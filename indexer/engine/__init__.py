"""The search engine: one client for Elasticsearch 9 and OpenSearch 3, index names, mappings and aliases."""
