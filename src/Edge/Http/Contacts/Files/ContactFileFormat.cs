namespace RtcCluster.Edge.Http.Contacts.Files;

/// <summary>Formats of files of contacts.</summary>
internal enum ContactFileFormat
{
    /// <summary>CSV with the columns of Google Contacts; those of Outlook are read as well.</summary>
    Csv,

    /// <summary>vCard 3.0 (RFC 2426); 4.0 (RFC 6350) is read as well.</summary>
    VCard,

    /// <summary>vCard 4.0 (RFC 6350).</summary>
    VCard4,
}
