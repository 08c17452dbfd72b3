using System.Text.Json;
using System.Text.Json.Serialization;
using App;
using Kling3;
using Kling3.Runtime;

ProTextToVideoRequest request = PublicLibrary.Trailer.For("Metropolis");
using var client = new Kling3Client(new ApiClientOptions { ApiKey = "sandbox-key", BaseAddress = new Uri(args[0]) });
Operation<VideoTask> operation = await PublicLibrary.Trailer.StartAsync(client, "Metropolis");

Console.WriteLine($"public: {request.EstimateCredits()} from {request.GetType().Assembly.GetName().Name}");
Console.WriteLine($"internal: {InternalLibrary.Pricing.OfATrailer()}");
Console.WriteLine($"exported by the internal one: {string.Join(' ', typeof(InternalLibrary.Pricing).Assembly.GetExportedTypes().Select(type => type.Name))}");
Console.WriteLine($"types of our own: {string.Join(' ', typeof(Program).Assembly.GetTypes().Where(type => !type.IsNested && type.Namespace is not null and not "System.Runtime.CompilerServices" and not "Microsoft.CodeAnalysis"))}");
foreach (JsonSerializerContext[] chain in new JsonSerializerContext[][] { [Kling3JsonContext.Default, NotesContext.Default], [NotesContext.Default, Kling3JsonContext.Default] })
{
    var options = new JsonSerializerOptions();
    Array.ForEach(chain, options.TypeInfoResolverChain.Add);
    const string Json = """{"Request":{"prompt":"a","type":"pro-text-to-video"},"Task":{"task_id":"t","status":"SUCCESS","queue":1},"Counts":{"FAILED":2},"Ratio":"16:9"}""";
    Console.WriteLine($"{chain[0].GetType().Name} first: {JsonSerializer.Serialize(JsonSerializer.Deserialize<Note>(Json, options), options)}");
}

Console.WriteLine($"started: {operation.Id.Length > 0}");
