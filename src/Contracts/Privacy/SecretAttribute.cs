namespace RtcCluster.Contracts.Privacy;

/// <summary>Marks a setting whose value must not appear in a message or a log: a password, a key, a connection string.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
