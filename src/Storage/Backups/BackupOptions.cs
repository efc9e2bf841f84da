using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Backups;

/// <summary>Section <c>Backup</c>: where backups go, and the key that they are sealed under. Without a key there are no backups.</summary>
public sealed class BackupOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Backup";

    /// <summary>32 random bytes in base64, the same in every process: the key that everything in the backups is sealed under. Keep it elsewhere than the backups: without it nobody reads them. Empty: no backups. A secret: no message repeats it.</summary>
    public string Key { get; set; } = "";

    /// <summary>Keys of before, separated by commas: what was sealed under them stays readable. A secret: no message repeats it.</summary>
    public string FormerKeys { get; set; } = "";

    /// <summary>Plans, separated by commas, whose tenants may have backups made and scheduled (<c>Plan</c> of a tenant's settings); empty: every tenant may. The operator's <c>backup</c> asks nobody.</summary>
    public string Plans { get; set; } = "";

    /// <summary>Days for which a backup is kept whatever a company's schedule says of how many, 0 to 3,650; 0: none. The operator's <c>backup --keep</c> drops younger ones too.</summary>
    public long KeepDays { get; set; } = 7;

    /// <summary>The store of backups; files unless told otherwise.</summary>
    public BlobProvider Provider { get; set; } = BlobProvider.Files;

    /// <summary>Files: the folder; empty: <c>{Data:SharedPath}/backups</c>, which does not outlive the disk that it is to help against.</summary>
    public string Path { get; set; } = "";

    /// <summary>AzureBlob: connection string of the storage account. A secret: no message repeats it.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>AzureBlob: the container, made when it is not there. S3: the bucket, which must be there. 3 to 63 of a-z, 0-9 and hyphen.</summary>
    public string Container { get; set; } = "rtccluster-backups";

    /// <summary>S3: address of the service, such as https://minio.example:9000; empty for Amazon's own.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>S3: the region.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>S3: id of the access key.</summary>
    public string AccessKey { get; set; } = "";

    /// <summary>S3: the secret access key. No message repeats it.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>The store, as the blob stores take it.</summary>
    internal BlobOptions ToBlobs() => new()
    {
        Provider = Provider,
        ConnectionString = ConnectionString,
        Container = Container,
        Endpoint = Endpoint,
        Region = Region,
        AccessKey = AccessKey,
        SecretKey = SecretKey,
        // A backup that a power cut takes away is none.
        Flush = true,
    };
}
