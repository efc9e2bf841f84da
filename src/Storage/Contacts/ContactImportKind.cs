namespace RtcCluster.Storage.Contacts;

/// <summary>What becomes of an entry of a file.</summary>
public enum ContactImportKind
{
    /// <summary>A new contact.</summary>
    Made,

    /// <summary>A contact of the same name and with a number or address of it learns something.</summary>
    Changed,

    /// <summary>A contact of another name with a number or address of it learns something, and keeps its name.</summary>
    Merged,

    /// <summary>Everything was known.</summary>
    Unchanged,

    /// <summary>It is no contact; the reason says why.</summary>
    Refused,
}
