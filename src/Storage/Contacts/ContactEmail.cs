namespace RtcCluster.Storage.Contacts;

/// <summary>An e-mail address of a contact.</summary>
/// <param name="Address">The address as written.</param>
/// <param name="Label">What it is, for example <c>home</c>; empty when nobody said.</param>
public sealed record ContactEmail(string Address, string Label = "");
