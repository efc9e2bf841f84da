namespace RtcCluster.Storage.Blobs;

/// <summary>The folders at the root of the blob store in which files lie by tenant; beside them each tenant has one of its own name.</summary>
internal static class BlobRoots
{
    public const string Audit = "audit";

    public const string Exports = "exports";

    public const string Fax = "fax";

    public const string Greetings = "greetings";

    public const string Recordings = "recordings";

    public const string Voicemail = "voicemail";

    public const string Restoring = "restoring";

    /// <summary>Whether a tenant of this name would have its files among those of all others.</summary>
    public static bool Collides(string tenant) => tenant is Audit or Exports or Fax or Greetings or Recordings or Voicemail or Restoring;
}
