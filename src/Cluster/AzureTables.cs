using Azure.Data.Tables;

namespace RtcCluster.Cluster;

/// <summary>Reads the connection string of an Azure storage account.</summary>
internal static class AzureTables
{
    /// <summary>Whether a text is one; what is wrong with it is not repeated, for it may hold the key.</summary>
    public static bool IsConnection(string text)
    {
        try
        {
            return Open(text) is not null;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The account's tables.</summary>
    public static TableServiceClient Open(string text) => new(text);
}
