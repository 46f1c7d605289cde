// Copy to a file of your own and fill in; nothing here is anybody's.
using 'main.bicep'

param name = 'utvalgsbot'
param image = 'registry.example/utvalgsbot@sha256:0000000000000000000000000000000000000000000000000000000000000000'
param registryServer = ''
param furtherTenants = ''
param administrators = ''
param logDays = 90
param backupDays = 35
