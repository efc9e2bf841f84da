namespace RtcCluster.Storage.Blobs;

/// <summary>Section <c>Blobs</c>: where recordings and other bytes rest.</summary>
public sealed class BlobOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Blobs";

    /// <summary>The store; files unless told otherwise.</summary>
    public BlobProvider Provider { get; set; } = BlobProvider.Files;

    /// <summary>Connection string of the Azure storage account, for AzureBlob. A secret: no message repeats it.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>AzureBlob: the container, made when it is not there. S3: the bucket, which must be there. 3 to 63 of a-z, 0-9 and hyphen.</summary>
    public string Container { get; set; } = "rtccluster";

    /// <summary>S3: address of the service, such as https://minio.example:9000; empty for Amazon's own.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>S3: the region, which is signed too; most services of others take any.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>S3: id of the access key.</summary>
    public string AccessKey { get; set; } = "";

    /// <summary>S3: the secret access key. No message repeats it.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>Files: true waits for the disk at each write, so that a power cut loses no chunk that was reported written; false leaves that to the operating system.</summary>
    public bool Flush { get; set; }
}
