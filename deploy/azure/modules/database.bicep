// PostgreSQL in the private network. The bot logs in by password (docs/decisions/0015).
@description('Where it lies.')
param location string

@description('Begins each name.')
param name string

@description('The server\'s size, burstable or larger.')
param sku string

@description('The password of the server\'s user utvalgsbot.')
@secure()
param password string

@description('Days that a moment can be restored to.')
param backupDays int

@description('Whether backups are kept in the paired region too.')
param geoRedundantBackup bool

@description('The subnet given over to it.')
param subnetId string

@description('Where its name is looked up.')
param privateDnsZoneId string

@description('For the bill.')
param tags object

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-database'
  location: location
  tags: tags
  sku: {
    name: sku
    tier: startsWith(sku, 'Standard_B') ? 'Burstable' : 'GeneralPurpose'
  }
  properties: {
    version: '16'
    administratorLogin: 'utvalgsbot'
    administratorLoginPassword: password
    authConfig: { activeDirectoryAuth: 'Disabled', passwordAuth: 'Enabled' }
    storage: { storageSizeGB: 32, autoGrow: 'Enabled' }
    backup: {
      backupRetentionDays: backupDays
      geoRedundantBackup: geoRedundantBackup ? 'Enabled' : 'Disabled'
    }
    highAvailability: { mode: 'Disabled' }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: privateDnsZoneId
    }
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: 'utvalgsbot'
  properties: { charset: 'UTF8', collation: 'C' }
}

@description('Where the database answers.')
output host string = server.properties.fullyQualifiedDomainName
