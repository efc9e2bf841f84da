namespace RtcCluster.Storage.Contacts;

/// <summary>A telephone number of a contact.</summary>
/// <param name="Text">As somebody wrote it.</param>
/// <param name="E164">In E.164 form with its plus sign; null when it cannot be read as one, as an extension.</param>
/// <param name="Label">What it is, for example <c>work</c>; empty when nobody said.</param>
public sealed record ContactNumber(string Text, string? E164 = null, string Label = "");
