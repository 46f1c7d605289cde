// Two shares: what an administrator puts there (register, mandates of their own), and the keys of open elections.
@description('Where it lies.')
param location string

@description('Begins each name.')
param name string

@description('For the bill.')
param tags object

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: take('${toLower(name)}${uniqueString(resourceGroup().id)}', 24)
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource service 'Microsoft.Storage/storageAccounts/fileServices@2023-05-01' = {
  parent: storage
  name: 'default'
  // A deleted key must stay deleted (docs/decisions/0010): nothing is kept of what is removed.
  properties: { shareDeleteRetentionPolicy: { enabled: false } }
}

resource config 'Microsoft.Storage/storageAccounts/fileServices/shares@2023-05-01' = {
  parent: service
  name: 'config'
  properties: { shareQuota: 1 }
}

resource keys 'Microsoft.Storage/storageAccounts/fileServices/shares@2023-05-01' = {
  parent: service
  name: 'election-keys'
  properties: { shareQuota: 1 }
}

@description('The account that holds the shares «config» and «election-keys».')
output storageName string = empty(config.id) || empty(keys.id) ? '' : storage.name
