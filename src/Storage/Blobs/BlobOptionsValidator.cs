using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace RtcCluster.Storage.Blobs;

/// <summary>Stops the start on settings that no store can be opened with; the connection string may hold a key and is not repeated.</summary>
internal sealed partial class BlobOptionsValidator : IValidateOptions<BlobOptions>
{
    public ValidateOptionsResult Validate(string? name, BlobOptions options) =>
        options.Provider == BlobProvider.Files ? ValidateOptionsResult.Success
        : !ContainerName().IsMatch(options.Container) ? ValidateOptionsResult.Fail("Blobs:Container must be 3 to 63 of a-z, 0-9 and hyphen, beginning and ending with a letter or digit.")
        : (options.Provider == BlobProvider.S3 ? OfS3(options) : OfAzure(options)) is { } problem ? ValidateOptionsResult.Fail(problem)
        : ValidateOptionsResult.Success;

    private static string? OfAzure(BlobOptions options) =>
        string.IsNullOrWhiteSpace(options.ConnectionString) ? "Blobs:ConnectionString is empty; AzureBlob needs that of the storage account."
        : !IsConnection(options.ConnectionString) ? "Blobs:ConnectionString is not that of an Azure storage account, DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…."
        : null;

    private static string? OfS3(BlobOptions options) =>
        options.Endpoint.Length > 0 && !(Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https")
            ? $"Blobs:Endpoint is '{options.Endpoint}'; it must be an http or https address, or empty."
        : string.IsNullOrWhiteSpace(options.Region) ? "Blobs:Region is empty; it is part of each signature."
        : string.IsNullOrWhiteSpace(options.AccessKey) ? "Blobs:AccessKey is empty; S3 needs the id of an access key."
        : string.IsNullOrWhiteSpace(options.SecretKey) ? "Blobs:SecretKey is empty; S3 needs the secret access key."
        : null;

    private static bool IsConnection(string text)
    {
        try
        {
            return new BlobServiceClient(text).AccountName.Length > 0;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[a-z0-9](-?[a-z0-9]){2,62}$", RegexOptions.NonBacktracking)]
    private static partial Regex ContainerName();
}
