namespace RtcCluster.Storage.Contacts;

/// <summary>Where one field of a contact comes from.</summary>
/// <param name="Field">The field: <c>name</c>, <c>organization</c>, <c>numbers/+573001234567</c>, <c>emails/ana@example.com</c> and so on.</param>
/// <param name="Source">What brought it: <c>user</c>, <c>import</c>, <c>google</c> or <c>merge</c> of two contacts whose fields were joined.</param>
/// <param name="By">The name of the user who did it.</param>
/// <param name="At">When.</param>
public sealed record ContactOrigin(string Field, string Source, string By, DateTimeOffset At);
