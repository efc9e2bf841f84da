namespace RtcCluster.Storage.Blobs;

/// <summary>The stores that blobs can rest in.</summary>
public enum BlobProvider
{
    /// <summary>Files under <c>{Data:SharedPath}/blobs</c>.</summary>
    Files,

    /// <summary>A container of an Azure storage account.</summary>
    AzureBlob,

    /// <summary>A bucket of Amazon S3, or of what speaks its protocol (MinIO, Ceph, Garage …).</summary>
    S3,
}
