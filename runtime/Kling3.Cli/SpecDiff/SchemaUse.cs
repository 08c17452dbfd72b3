namespace Kling3.Cli.SpecDiff;

/// <summary>Which way values of a schema travel.</summary>
/// <param name="IsSent">Callers make values: limits that narrow refuse what worked.</param>
/// <param name="IsReceived">Callers read values: what may be missing was there.</param>
internal readonly record struct SchemaUse(bool IsSent, bool IsReceived);
