namespace RtcCluster.Storage.Contacts;

/// <summary>Contacts that seem to be one person.</summary>
/// <param name="Reason">What they share: <c>number</c>, <c>email</c> or <c>name</c>.</param>
/// <param name="Value">The number, the address, or the name without case and accents.</param>
/// <param name="Contacts">The contacts, the oldest first; two or more.</param>
public sealed record ContactDuplicates(string Reason, string Value, IReadOnlyList<Contact> Contacts);
