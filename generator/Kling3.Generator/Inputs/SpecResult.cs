using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;

namespace Kling3.Generator.Inputs;

/// <summary>What reading a document gives: the model, null when there is none to emit, and the diagnostics.</summary>
internal sealed record SpecResult(string Path, SpecModel? Model, EquatableArray<DiagnosticInfo> Diagnostics);
