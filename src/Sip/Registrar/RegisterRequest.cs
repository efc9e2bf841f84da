namespace RtcCluster.Sip.Registrar;

/// <summary>What a REGISTER asks for, in plain words that may cross to a grain.</summary>
/// <param name="User">User part of the address of record, unescaped.</param>
/// <param name="Host">Its host, lower case.</param>
/// <param name="CallId">Call-ID.</param>
/// <param name="CSeq">CSeq number.</param>
/// <param name="RemovesAll">Contact was <c>*</c>.</param>
/// <param name="Contacts">The contacts; none for a query.</param>
/// <param name="Path">Path values, first hop first. RFC 3327.</param>
/// <param name="UserAgent">User-Agent, for people to know the device by; empty when absent.</param>
public sealed record RegisterRequest(
    string User,
    string Host,
    string CallId,
    uint CSeq,
    bool RemovesAll,
    IReadOnlyList<ContactChange> Contacts,
    IReadOnlyList<string> Path,
    string UserAgent)
{
    /// <summary>Whether the request only asks which contacts there are.</summary>
    public bool IsQuery => !RemovesAll && Contacts.Count == 0;
}
